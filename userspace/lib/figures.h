/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The groups of figures a recording yields, and whether they can be trusted.
 */
#ifndef LOWMARK_LIB_FIGURES_H
#define LOWMARK_LIB_FIGURES_H

#include <stdbool.h>
#include <stddef.h>

#include "model.h"

/* clang-format off */
/* G(NAME, key in JSON, name for people) */
#define LM_FIGURES(G)                                           \
	G(WAKES, "kswapd_wakes", "why kswapd woke")             \
	G(REFUSED, "refused_wakes", "wake requests refused")    \
	G(RUNS, "kswapd_runs", "kswapd runs")                   \
	G(SLOW, "slow_path", "slow path")                       \
	G(ATTEMPTS, "attempts", "attempts")                     \
	G(DECISIONS, "decisions", "skips, rescans, retries and stages") \
	G(RECLAIM, "direct_reclaim", "direct reclaim")          \
	G(CHECKS, "checks", "watermark checks")                 \
	G(BLOCKS, "fragmentation", "enough pages, but no block") \
	G(ZONES, "zones", "time below marks and worst margins") \
	G(WMARKS, "mark_changes", "watermark changes")

#define LM_DECLARE_FIGURES(NAME, key, title) LM_FIGURES_##NAME,
enum lm_figures { LM_FIGURES(LM_DECLARE_FIGURES) LM_NR_FIGURES };
#undef LM_DECLARE_FIGURES
/* clang-format on */

extern const char *const lm_figures_key[LM_NR_FIGURES];
extern const char *const lm_figures_title[LM_NR_FIGURES];

bool lm_figures_lossy(const struct lm_model *model, enum lm_figures figures);
bool lm_switched_off(const char *meta, const char *event);
bool lm_figures_missing(const char *caps, const char *meta,
			enum lm_figures figures, char *why, size_t size);

#endif
