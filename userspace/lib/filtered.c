// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which filters of the kernel's side a recording was made with: those of its
 * begin are in META, later ones in "settings" records.
 */
#include "filtered.h"

#include <stdio.h>
#include <string.h>

#include "keys.h"
#include "lowmark_filters.h"
#include "report.h"

/* clang-format off */
#define NAME(NAME_, name, value, doc) #name,
static const char *const names[] = { LOWMARK_FILTERS(NAME) };
/* clang-format on */

static void add_names(char *text, size_t size, __u32 filters, __u32 sampling)
{
	size_t used = strlen(text);
	unsigned int i;

	for (i = 0; i < LOWMARK_NR_FILTERS && used + 1 < size; i++) {
		if (!(filters >> i & 1))
			continue;
		snprintf(text + used, size - used, " %s", names[i]);
		used = strlen(text);
		if (i != LOWMARK_FILTER_SAMPLE || used + 1 >= size)
			continue;
		snprintf(text + used, size - used, ":%u", sampling);
		used = strlen(text);
	}
}

/* A filter of a newer module, which may keep out anything */
#define UNKNOWN (1u << LOWMARK_NR_FILTERS)

static __u32 named_bit(const char *text)
{
	size_t len = strcspn(text, ":,");
	unsigned int i;

	for (i = 0; i < LOWMARK_NR_FILTERS; i++)
		if (strlen(names[i]) == len && !strncmp(names[i], text, len))
			return 1u << i;
	return UNKNOWN;
}

/* The filters that a text of "status" names */
static __u32 named(const char *text)
{
	__u32 bits;

	if (!strcmp(text, "none"))
		return 0;
	bits = named_bit(text);
	while ((text = strchr(text, ',')))
		bits |= named_bit(++text);
	return bits;
}

/* The factor of sampling, which comes last in a text of "status"; else 1 */
static __u64 factor(const char *text)
{
	const char *last = strrchr(text, ',');
	__u64 value;

	last = last ? last + 1 : text;
	return !strncmp(last, "sample:", strlen("sample:")) &&
			       lm_parse_u64(last + strlen("sample:"), &value) ?
		       value :
		       1;
}

/**
 * lm_filters_first() - which filters were set at the begin; one in one is none
 * @meta: text with the settings then, of META or "status"
 *
 * Return: a bit per enum lowmark_filter_id, and one for all others
 */
__u32 lm_filters_first(const char *meta)
{
	char text[LM_LINE_MAX];
	__u32 bits;

	if (!lm_key_raw(meta, "filter", text, sizeof(text)))
		return 0;
	bits = named(text);
	return factor(text) > 1 ? bits : bits & ~(1u << LOWMARK_FILTER_SAMPLE);
}

/**
 * lm_filtered() - tell the filters that a recording was made with
 * @report: the report of the recording
 * @text: set to them, not fit for a terminal: those of its begin as "status"
 *	has them, and the names of others that were set later, with the largest
 *	factor of a sampling
 * @size: bytes of @text
 *
 * Return: false if there were none, or if the recording does not tell
 */
bool lm_filtered(const struct lm_report *report, char *text, size_t size)
{
	__u32 later = report->model.filters;
	size_t used;

	if (!lm_key_raw(report->meta, "filter", text, size) ||
	    !lm_filters_first(report->meta))
		snprintf(text, size, "none");
	later &= ~named(text);
	if (report->model.sampling > factor(text))
		later |= 1u << LOWMARK_FILTER_SAMPLE;
	if (!strcmp(text, "none") && !later)
		return false;
	if (!later)
		return true;
	used = strlen(text);
	snprintf(text + used, size - used, ", later also");
	add_names(text, size, later, report->model.sampling);
	return true;
}
