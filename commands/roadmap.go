package commands

// roadmapCommand shows the group's roadmap.
func roadmapCommand(s Settings) Command {
	return Command{
		Name: "roadmap",
		Sub: []Command{
			showRoadmap(s.Store),
		},
	}
}
