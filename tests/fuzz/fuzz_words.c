// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fuzzes what people write on the command line: filters, times, sizes, lists,
 * gfp masks; and the table of zones that top and explain read again and again.
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "lib/explain.h"
#include "lib/expr.h"
#include "lib/filter.h"
#include "lib/table.h"
#include "lib/units.h"
#include "lib/watch.h"
#include "lib/window.h"

static void use_expr(const char *text)
{
	static const struct lm_names names;
	static struct lm_expr expr;
	const struct lowmark_rec_slow_end end = {
		.hdr = { .type = LOWMARK_REC_SLOW_END,
			 .words = sizeof(end) / LOWMARK_WORD },
		.zone = LOWMARK_ZONE_NONE,
	};
	const struct lm_loss loss = { 0 };
	struct lm_event event = { .comm = "task", .record = &end.hdr };
	int ret = lm_expr_parse(&expr, text);

	/* A mistake has a place in the text and a name. */
	if (ret && (!expr.error || expr.at > strlen(text)))
		abort();
	if (ret)
		return;
	lm_expr_wants(&expr, &event, &names);
	event.record = NULL;
	event.loss = &loss;
	lm_expr_wants(&expr, &event, &names);
}

static void use_words(const char *text)
{
	static struct lm_filter filter;
	static bool set[LM_MAX_CPUS];
	struct lm_window window;
	struct lm_request request = { 0 };
	const char *bad = NULL;
	size_t len = 0;
	__u64 value;

	if (lm_filter_events(&filter, text, &bad, &len) &&
	    (bad < text || bad + len > text + strlen(text)))
		abort();
	if (!lm_window_parse(&window, text))
		lm_window_settle(&window, ~0ull / 3);
	lm_parse_time(text, &value);
	lm_parse_size(text, &value);
	lm_parse_list(text, set, LM_MAX_CPUS);
	lm_request_gfp(&request, text);
}

static void use_zones(const char *text)
{
	static struct lm_format format = { .zones_per_node = 5 };
	const struct lm_request request = { 0 };
	struct lm_explanation explanation;
	struct lm_zone *zones;
	int nr = lm_zones_parse(text, &zones);

	if (nr < 0)
		return;
	if (!lm_explain(&explanation, &request, lm_rules_of(&format), &format,
			zones, (unsigned int)nr)) {
		lm_node_balanced(&explanation, 0);
		lm_explanation_deinit(&explanation);
	}
	free(zones);
}

static void use_table(const char *text)
{
	struct lm_watch_zone list[LM_WATCH_ZONES];
	static struct lm_watch watch;
	struct lm_table table;

	if (!lm_table_init(&table, text, "node") && table.nr_rows) {
		lm_table_cell(&table, table.nr_rows - 1, "zone");
		lm_table_number(&table, 0, "free");
	}
	lm_table_deinit(&table);
	/* That is slow: only for texts that may be such tables. */
	if (text[0] != '#' && text[0] != 'n')
		return;
	if (lm_watch_init(&watch, 5, 1000, text))
		abort();
	lm_watch_state(&watch, text, 2000);
	lm_watch_zones(&watch, 0, list);
	lm_watch_deinit(&watch);
}

int LLVMFuzzerTestOneInput(const __u8 *data, size_t size)
{
	char *text = malloc(size + 1);

	if (!text)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	use_expr(text);
	use_words(text);
	use_zones(text);
	use_table(text);
	free(text);
	return 0;
}
