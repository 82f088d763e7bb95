// SPDX-License-Identifier: GPL-2.0-only
/*
 * The steps of a walk over a zonelist, and their records.
 */
#include "lowmark.h"
#include "ring.h"
#include "walk.h"
#include "zone.h"

static notrace void write_skip(const struct lowmark_walk *walk,
			       const struct lowmark_step *step)
{
	struct lowmark_rec_skip *rec;
	struct lowmark_write write;

	rec = lowmark_write_begin(&write, SKIP, skip);
	if (!rec)
		return;
	rec->zone = step->zone;
	rec->reason = step->skip;
	rec->scan = step->scan;
	rec->number = walk->number;
	rec->observed = step->observed;
	rec->order = lowmark_u8(walk->request.order);
	lowmark_end(&write);
}

static notrace void write_rescan(const struct lowmark_walk *walk,
				 const struct lowmark_step *step)
{
	struct lowmark_rec_rescan *rec;
	struct lowmark_write write;

	rec = lowmark_write_begin(&write, RESCAN, rescan);
	if (!rec)
		return;
	rec->reasons = step->reasons;
	rec->taken = !!step->reasons;
	rec->scan = step->scan;
	rec->zone = step->zone;
	rec->observed = step->observed;
	rec->number = lowmark_u8(walk->number);
	lowmark_end(&write);
}

static notrace void write_step(const struct lowmark_walk *walk,
			       const struct lowmark_step *step)
{
	if (!lowmark_wants(LOWMARK_EVENT_ATTEMPT))
		return;
	if (step->rescan)
		write_rescan(walk, step);
	else
		write_skip(walk, step);
}

/**
 * lowmark_walk_take_step() - a walk makes a step: record it, now or later
 * @walk: the walk
 * @step: a skip or the end of a scan
 */
notrace void lowmark_walk_take_step(struct lowmark_walk *walk,
				    const struct lowmark_step *step)
{
	if (walk->live)
		write_step(walk, step);
	else if (walk->steps < LOWMARK_WALK_LOG)
		walk->log[walk->steps++] = *step;
	else
		walk->cut = true;
}

/**
 * lowmark_walk_write_steps() - record the steps of a walk that was not live
 * @walk: the walk
 */
notrace void lowmark_walk_write_steps(struct lowmark_walk *walk)
{
	unsigned int i;

	for (i = 0; i < walk->steps; i++)
		write_step(walk, &walk->log[i]);
	walk->steps = 0;
}
