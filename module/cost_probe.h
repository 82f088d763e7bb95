/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What probes take besides their handlers.
 */
#ifndef LOWMARK_COST_PROBE_H
#define LOWMARK_COST_PROBE_H

#include <linux/types.h>

/**
 * struct lowmark_probe_costs - ns for a call; 0: could not be measured
 * @kprobe: of a kprobe where ftrace leads to it
 * @kretprobe: of a kretprobe, entry and return
 * @trap: of a kprobe elsewhere
 * @known: they have been measured, or cannot be
 */
struct lowmark_probe_costs {
	u64 kprobe;
	u64 kretprobe;
	u64 trap;
	bool known;
};

void lowmark_probe_costs_measure(struct lowmark_probe_costs *costs);

#endif
