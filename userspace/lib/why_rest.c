// SPDX-License-Identifier: GPL-2.0-only
/*
 * What of a slow path run is no stage of its own in the time line; with it the
 * shares add up.
 */
#include "rules_parts.h"
#include "why_parts.h"

static void put_share(FILE *out, const struct lm_facts *facts, const char *name,
		      __u64 time_ns, const char *what)
{
	char took[LM_UNIT_SIZE];

	if (!lm_share(facts, time_ns))
		return;
	lm_put_indent(out);
	fprintf(out, "%s: %s (%d %%)%s.\n", name, lm_show_time(took, time_ns),
		lm_share(facts, time_ns), what);
}

/* What it waited for; in its stages only the wait for a CPU is known. */
static void put_waits(FILE *out, const struct lm_facts *facts)
{
	const struct lm_waits *waits = &facts->waits;
	__u64 inside = waits->queued > waits->queued_between ?
			       waits->queued - waits->queued_between :
			       0;

	put_share(out, facts, "Waiting for a CPU in its stages", inside, "");
	put_share(out, facts, "Waiting for a CPU between them",
		  waits->queued_between, "");
	put_share(out, facts, "Asleep between them", waits->slept_between, "");
}

/**
 * lm_put_rest() - tell what the stages leave of a run's time, below its result
 * @out: where to
 * @facts: the facts
 *
 * What can lie in what is left: see lm_stages_rest().
 */
void lm_put_rest(FILE *out, const struct lm_facts *facts)
{
	if (!lm_is_told(facts))
		return;
	put_share(out, facts, "Asking for kswapd", facts->end.waking, "");
	put_waits(out, facts);
	put_share(out, facts, "Otherwise", lm_none_ns(facts),
		  ", in no stage that was seen");
}
