package commands

// roadmapCommand is all that is about the roadmap as a whole.
func roadmapCommand(s Settings) Command {
	return Command{Name: "roadmap", Sub: []Command{
		showRoadmap(s.Store),
		exportRoadmap(s.Store),
		importChecklist(s.Store),
		replaceRoadmap(s.Store),
		roadmapVersions(s.Store),
		rollBack(s.Store),
	}}
}
