package commands

import "dojang/commands/router"

// roadmapCommand has the subcommands for the roadmap as a whole.
func roadmapCommand(store Store) router.Command {
	return router.Command{Name: "roadmap", Sub: []router.Command{
		showRoadmap(store),
		exportRoadmap(store),
		importChecklist(store),
		replaceRoadmap(store),
		roadmapVersions(store),
		rollBack(store),
	}}
}
