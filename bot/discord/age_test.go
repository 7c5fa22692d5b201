package discord

import (
	"testing"
	"time"
)

func TestAges(t *testing.T) {
	const ms = time.Millisecond
	type arrival struct {
		made, received time.Duration // by Discord's clock and by ours
		age            time.Duration
		sure           bool
	}
	for name, all := range map[string][]arrival{
		"clocks that agree":         {{0, 30 * ms, 0, false}, {1000 * ms, 1040 * ms, 10 * ms, false}, {5000 * ms, 5020 * ms, 0, true}, {6000 * ms, 9020 * ms, 3000 * ms, true}},
		"ours is ahead":             {{0, 2830 * ms, 0, false}, {3000 * ms, 5840 * ms, 10 * ms, true}, {4000 * ms, 10830 * ms, 4000 * ms, true}},
		"ours is behind":            {{0, -60_000 * ms, 0, false}, {3000 * ms, -57_000 * ms, 0, true}, {4000 * ms, -50_000 * ms, 6000 * ms, true}},
		"the first one is late":     {{0, 4000 * ms, 0, false}, {5000 * ms, 5000 * ms, 0, false}, {8000 * ms, 8000 * ms, 0, true}, {9000 * ms, 13_000 * ms, 4000 * ms, true}},
		"late after hours":          {{0, 0, 0, false}, {3000 * ms, 3000 * ms, 0, true}, {9e6 * ms, 9e6*ms + 5000*ms, 5000 * ms, true}, {9e6*ms + 1, 9e6*ms + 5000*ms, 5000*ms - 1, true}},
		"slower for good":           {{0, 0, 0, false}, {3000 * ms, 3000 * ms, 0, true}, {70_000 * ms, 71_500 * ms, 1500 * ms, true}, {135_000 * ms, 136_500 * ms, 0, true}},
		"a clock that stands still": {{0, 0, 0, false}, {0, 400 * ms, 400 * ms, false}, {0, 9000 * ms, 0, false}, {0, 20_000 * ms, 0, false}},
		"a clock that leaps":        {{0, 0, 0, false}, {3600_000 * ms, 5 * ms, 0, false}, {3600_000 * ms, 10_000 * ms, 0, false}, {3660_000 * ms, 40_000 * ms, 0, false}},
		"a clock that stops":        {{0, 0, 0, false}, {3000 * ms, 3000 * ms, 0, true}, {3000 * ms, 8000 * ms, 0, false}, {3500 * ms, 12_000 * ms, 8500 * ms, false}},
	} {
		began := time.Now()
		var a ages
		for i, one := range all {
			age, sure := a.of(began.Round(0).Add(one.made), began.Add(one.received))
			if age != one.age || sure != one.sure {
				t.Errorf("%s, %d: %v, sure %t; want %v, %t", name, i, age, sure, one.age, one.sure)
			}
		}
	}
}
