// SPDX-License-Identifier: GPL-2.0-only
/*
 * What "stat" prints: a line per interval, and a summary.
 */
#include "stat_lines.h"

#include <stdio.h>
#include <string.h>

#include "lib/cost.h"
#include "lib/figures.h"
#include "lib/json.h"
#include "lib/units.h"

#define CELL 32

static bool known(const struct stat_lines *lines, enum lm_figures figures)
{
	return !lm_figures_missing(lines->caps, lines->meta, figures, NULL, 0);
}

static const char *count(char cell[CELL], bool is_known, __u64 value)
{
	snprintf(cell, CELL, is_known ? "%llu" : "n/a", value);
	return cell;
}

static const char *span(char cell[CELL], const struct stat_lines *lines,
			const struct lm_hist *hist, __u64 value)
{
	if (!known(lines, LM_FIGURES_SLOW))
		return "n/a";
	return hist->count ? lm_show_time(cell, value) : "-";
}

static void print_titles(void)
{
	printf("%10s %6s %7s %6s %8s %8s %7s %8s %9s %8s %-10s %6s\n",
	       "time(s)", "wakes", "refused", "slow", "p99", "max", "reclaim",
	       "scanned", "reclaimed", "margin", "zone", "lost");
}

/* "-" is what there was none of, "n/a" what is not known. */
static void print_line(const struct stat_lines *lines, __u64 end_ns)
{
	const struct lm_pulse *now = &lines->now;
	bool wakes = known(lines, LM_FIGURES_WAKES);
	bool runs = known(lines, LM_FIGURES_RUNS);
	__u64 since = end_ns - lines->begin_ns;
	char a[CELL], b[CELL], c[CELL], d[CELL], zone[LM_ZONE_LABEL] = "-";

	printf("%6llu.%03llu %6s %7s", since / 1000000000,
	       since / 1000000 % 1000, count(a, wakes, now->wakes),
	       count(b, wakes, now->refused));
	printf(" %6s %8s %8s",
	       count(a, known(lines, LM_FIGURES_SLOW), now->stalls.count),
	       span(b, lines, &now->stalls,
		    lm_hist_percentile(&now->stalls, 99)),
	       span(c, lines, &now->stalls, now->stalls.max));
	printf(" %7s %8s %9s",
	       count(a, known(lines, LM_FIGURES_RECLAIM), now->reclaims),
	       count(b, runs, now->scanned), count(c, runs, now->reclaimed));
	snprintf(d, sizeof(d), "n/a");
	if (now->margin_seen) {
		snprintf(d, sizeof(d), "%+lld", now->margin);
		lm_zone_label(zone, lines->names, now->zone);
	}
	printf(" %8s %-10s %6llu\n", d, zone, now->lost);
}

static void add_known(struct json_object *object, const char *key,
		      bool is_known, __u64 value)
{
	if (is_known)
		lm_json_u64(object, key, value);
	else
		json_object_object_add(object, key, NULL);
}

static void print_object(const struct stat_lines *lines, const char *what,
			 const struct lm_pulse *pulse, __u64 from_ns,
			 __u64 to_ns)
{
	struct json_object *object = json_object_new_object();
	bool wakes = known(lines, LM_FIGURES_WAKES);
	bool runs = known(lines, LM_FIGURES_RUNS);
	bool slow = known(lines, LM_FIGURES_SLOW);
	bool any = slow && pulse->stalls.count;

	lm_json_text(object, "type", what);
	lm_json_u64(object, "from_ns", from_ns);
	lm_json_u64(object, "to_ns", to_ns);
	add_known(object, "wakes", wakes, pulse->wakes);
	add_known(object, "refused", wakes, pulse->refused);
	add_known(object, "slow_paths", slow, pulse->stalls.count);
	add_known(object, "failed", slow, pulse->failed);
	add_known(object, "stall_p99_ns", any,
		  lm_hist_percentile(&pulse->stalls, 99));
	add_known(object, "stall_max_ns", any, pulse->stalls.max);
	add_known(object, "stall_sum_ns", slow, pulse->stalls.sum);
	add_known(object, "direct_reclaims", known(lines, LM_FIGURES_RECLAIM),
		  pulse->reclaims);
	add_known(object, "kswapd_runs", runs, pulse->runs);
	add_known(object, "kswapd_scanned", runs, pulse->scanned);
	add_known(object, "kswapd_reclaimed", runs, pulse->reclaimed);
	json_object_object_add(object, "worst_margin_pages", NULL);
	json_object_object_add(object, "worst_zone", NULL);
	if (pulse->margin_seen) {
		lm_json_s64(object, "worst_margin_pages", pulse->margin);
		lm_json_zone(object, "worst_zone", lines->names, pulse->zone);
	}
	lm_json_u64(object, "events", pulse->events);
	lm_json_u64(object, "lost", pulse->lost);
	if (pulse == &lines->all)
		lm_json_cost(object, lines->stats);
	puts(json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN));
	json_object_put(object);
}

static void close_interval(struct stat_lines *lines, __u64 end_ns)
{
	if (lines->json) {
		print_object(lines, "interval", &lines->now, lines->at_ns,
			     end_ns);
	} else {
		if (!lines->lines)
			print_titles();
		print_line(lines, end_ns);
	}
	lines->lines++;
	lines->at_ns = end_ns;
	memset(&lines->now, 0, sizeof(lines->now));
}

/**
 * stat_until() - no event before some time comes any more
 * @lines: the lines; those of intervals that are over are printed
 * @time_ns: the time
 */
void stat_until(struct stat_lines *lines, __u64 time_ns)
{
	while (!ferror(stdout) && time_ns >= lines->at_ns &&
	       time_ns - lines->at_ns >= lines->step_ns)
		close_interval(lines, lines->at_ns + lines->step_ns);
}

/**
 * stat_event() - take an event into account
 * @lines: the lines
 * @event: the event, later than those before
 */
void stat_event(struct stat_lines *lines, const struct lm_event *event)
{
	if (!lines->begin_ns) {
		lines->begin_ns = event->time_ns;
		lines->at_ns = event->time_ns;
	}
	stat_until(lines, event->time_ns);
	lm_pulse_event(&lines->now, event);
	lm_pulse_event(&lines->all, event);
}

static void print_fact(bool is_known, __u64 value, const char *what,
		       double seconds)
{
	char cell[CELL];

	if (is_known && seconds > 0)
		printf("%16s  %-34s # %.1f/s\n", count(cell, is_known, value),
		       what, (double)value / seconds);
	else
		printf("%16s  %s\n", count(cell, is_known, value), what);
}

static void print_stalls(const struct stat_lines *lines)
{
	const struct lm_hist *hist = &lines->all.stalls;
	char a[CELL], b[CELL], c[CELL];

	printf("%16s  %-34s # p99 %s, max %s\n",
	       span(a, lines, hist, hist->sum), "time in the slow path",
	       span(b, lines, hist, lm_hist_percentile(hist, 99)),
	       span(c, lines, hist, hist->max));
}

static void print_summary(const struct stat_lines *lines, __u64 end_ns)
{
	const struct lm_pulse *all = &lines->all;
	double seconds = (double)(end_ns - lines->begin_ns) / 1e9;
	bool wakes = known(lines, LM_FIGURES_WAKES);
	bool runs = known(lines, LM_FIGURES_RUNS);
	bool slow = known(lines, LM_FIGURES_SLOW);
	char zone[LM_ZONE_LABEL], cost[LM_COST_TEXT];

	putchar('\n');
	print_fact(wakes, all->wakes, "wakes of kswapd", seconds);
	print_fact(wakes, all->refused, "refused wakes", seconds);
	print_fact(slow, all->stalls.count, "slow path runs", seconds);
	print_fact(slow, all->failed, "failed slow path runs", seconds);
	print_stalls(lines);
	print_fact(known(lines, LM_FIGURES_RECLAIM), all->reclaims,
		   "direct reclaims", seconds);
	print_fact(runs, all->scanned, "pages scanned by kswapd", seconds);
	print_fact(runs, all->reclaimed, "pages reclaimed by kswapd", seconds);
	if (all->margin_seen)
		printf("%+16lld  %-34s # %s\n", all->margin,
		       "worst margin to low, in pages",
		       lm_zone_label(zone, lines->names, all->zone));
	else
		printf("%16s  %s\n", "n/a", "worst margin to low, in pages");
	print_fact(true, all->lost, "lost records", 0);
	printf("\n%16.6f  seconds; recording cost %s\n", seconds,
	       lm_cost_text(cost, lines->stats));
}

/**
 * stat_end() - print what is left, and the summary
 * @lines: the lines
 * @end_ns: when it ended
 */
void stat_end(struct stat_lines *lines, __u64 end_ns)
{
	stat_until(lines, end_ns);
	/* What happened in the last instant has a line as well. */
	if ((end_ns > lines->at_ns || lines->now.events || lines->now.lost) &&
	    !ferror(stdout))
		close_interval(lines,
			       end_ns > lines->at_ns ? end_ns : lines->at_ns);
	if (end_ns < lines->at_ns)
		end_ns = lines->at_ns;
	if (lines->json)
		print_object(lines, "summary", &lines->all, lines->begin_ns,
			     end_ns);
	else
		print_summary(lines, end_ns);
}
