// SPDX-License-Identifier: GPL-2.0-only
/*
 * The story of one wake of kswapd, in lines of text: who asked for what, how
 * the zones stood, what kswapd did, when there was enough again.
 */
#include "story.h"

#include <stdio.h>
#include <stdlib.h>

#include "clean.h"
#include "flags.h"
#include "units.h"

/* A moment of the story, as time since the wake. */
static void put_moment(FILE *out, const struct lm_episode *episode,
		       __u64 time_ns)
{
	char since[LM_UNIT_SIZE];

	lm_show_time(since, time_ns - episode->wake_ns);
	fprintf(out, "  +%-9s ", since);
}

/* A margin in words: "120 pages short of low", "35 pages above low". */
static void put_margin(FILE *out, __s64 margin)
{
	if (margin < 0)
		fprintf(out, "%lld pages short of low", (long long)-margin);
	else
		fprintf(out, "%lld pages above low", (long long)margin);
}

static void put_request(FILE *out, const struct lm_episode *episode,
			const struct lm_names *names)
{
	char zone[LM_ZONE_LABEL], gfp[LM_FLAGS_SIZE];
	char comm[LOWMARK_COMM_LEN + 1];

	put_moment(out, episode, episode->wake_ns);
	fprintf(out, "%s-%u on CPU %u asked for order %u with %s\n",
		lm_cleaned(comm, sizeof(comm), episode->comm), episode->pid,
		episode->cpu, episode->order,
		lm_gfp_text(gfp, names, episode->gfp));
	fprintf(out, "%13s(%s) and woke kswapd%u: %s", "",
		lm_enum_name(LOWMARK_KIND_E_caller, episode->caller),
		episode->node, lm_zone_label(zone, names, episode->zone));
	if (episode->free != LOWMARK_PAGES_NONE)
		fprintf(out, " had %u pages free,", episode->free);
	else
		fputs(" was", out);
	fputc(' ', out);
	put_margin(out, episode->margin);
	fputs(".\n", out);
	if (episode->wakers > 1)
		fprintf(out, "%13s%u requests woke it before it ran.\n", "",
			episode->wakers);
}

static void put_zones(FILE *out, const struct lm_episode *episode,
		      const struct lm_names *names)
{
	char label[LM_ZONE_LABEL];
	unsigned int i;

	if (!episode->nr_zones)
		return;
	fprintf(out, "%13s%-10s %9s %9s %9s %9s %9s %9s\n", "",
		episode->told ? "zone then" : "last seen", "free", "low",
		"high", "reserve", "margin", "after");
	for (i = 0; i < episode->nr_zones; i++) {
		const struct lm_zone_then *zone = &episode->zones[i];

		fprintf(out, "%13s%-10s %9u %9u %9u %9u %+9lld ", "",
			lm_zone_label(label, names, zone->zone), zone->free,
			zone->low, zone->high, zone->reserve,
			(long long)zone->free - zone->low - zone->reserve);
		if (zone->ended)
			fprintf(out, "%9u\n", zone->free_after);
		else
			fprintf(out, "%9s\n", "n/a");
	}
}

static const char *index_name(char buf[16], const struct lm_names *names,
			      unsigned int index)
{
	if (index < LM_MOST_ZONES && names->format.zone_names[index][0])
		snprintf(buf, 16, "%.15s", names->format.zone_names[index]);
	else
		snprintf(buf, 16, "%u", index);
	return buf;
}

static void put_run(FILE *out, const struct lm_episode *episode,
		    const struct lm_names *names)
{
	char name[16], time[LM_UNIT_SIZE];

	if (!episode->run_ns) {
		fprintf(out, "%13skswapd%u was not seen to run.\n", "",
			episode->node);
		return;
	}
	put_moment(out, episode, episode->run_ns);
	fprintf(out, "kswapd%u ran, for order %u and zones up to %s.\n",
		episode->node, episode->run_order,
		index_name(name, names, episode->run_highest));
	if (!episode->passes)
		return;
	fprintf(out,
		"%13sIt balanced %u time%s, for %s: scanned %llu and reclaimed %llu LRU pages,\n",
		"", episode->passes, episode->passes == 1 ? "" : "s",
		lm_show_time(time, episode->balance_ns), episode->scanned,
		episode->reclaimed);
	fprintf(out, "%13sended with order %u", "", episode->order_done);
	if (episode->failures)
		fprintf(out, " and had now reclaimed nothing %u times in a row",
			episode->failures);
	fputs(".\n", out);
}

static void put_meanwhile(FILE *out, const struct lm_episode *episode)
{
	char time[LM_UNIT_SIZE];

	if (episode->awake_requests)
		fprintf(out,
			"%13sMeanwhile %llu more requests found it awake.\n",
			"", episode->awake_requests);
	if (episode->stalls)
		fprintf(out,
			"%13sMeanwhile %llu allocations went through the slow path, the longest took %s.\n",
			"", episode->stalls,
			lm_show_time(time, episode->longest_stall_ns));
}

static void put_recovery(FILE *out, const struct lm_episode *episode,
			 const struct lm_names *names)
{
	char zone[LM_ZONE_LABEL];

	lm_zone_label(zone, names, episode->zone);
	if (episode->above_ns) {
		put_moment(out, episode, episode->above_ns);
		fprintf(out, "%s was above high again, with %u pages free.\n",
			zone, episode->above_free);
	} else {
		fprintf(out,
			"%13s%s was not seen above high again before that ended.\n",
			"", zone);
	}
}

static void put_end(FILE *out, const struct lm_episode *episode)
{
	if (episode->sleep_ns) {
		put_moment(out, episode, episode->sleep_ns);
		fprintf(out, "kswapd%u went to sleep.\n", episode->node);
	} else if (episode->napped) {
		fprintf(out, "%13skswapd%u was woken again before it slept.\n",
			"", episode->node);
	} else {
		fprintf(out,
			"%13sThe recording does not tell when kswapd%u went to sleep.\n",
			"", episode->node);
	}
	if (episode->lossy)
		fprintf(out,
			"%13sRecords were lost meanwhile: there may be more to this.\n",
			"");
}

/* The end and the recovery, in the order they came. */
static void put_ending(FILE *out, const struct lm_episode *episode,
		       const struct lm_names *names)
{
	if (episode->above_ns && episode->sleep_ns &&
	    episode->above_ns > episode->sleep_ns) {
		put_end(out, episode);
		put_recovery(out, episode, names);
	} else {
		put_recovery(out, episode, names);
		put_end(out, episode);
	}
}

/**
 * lm_story_of_wake() - tell what led to a wake of kswapd and what followed
 * @episode: the wake
 * @names: names of the traced kernel
 *
 * Return: lines of text, to be freed; NULL if there is no memory
 */
char *lm_story_of_wake(const struct lm_episode *episode,
		       const struct lm_names *names)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	if (!out)
		return NULL;
	fprintf(out, "Wake of kswapd%u at %llu.%06llu s\n", episode->node,
		(episode->wake_ns / 1000000000),
		(episode->wake_ns / 1000 % 1000000));
	put_request(out, episode, names);
	put_zones(out, episode, names);
	put_run(out, episode, names);
	put_meanwhile(out, episode);
	put_ending(out, episode, names);
	if (fclose(out)) {
		free(text);
		return NULL;
	}
	return text;
}
