/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The two files that a plot can become.
 */
#ifndef LOWMARK_PLOT_VIEWS_H
#define LOWMARK_PLOT_VIEWS_H

#include <stdio.h>

#include "lib/names.h"
#include "lib/plot.h"
#include "lib/recording.h"

void plot_svg(const struct lm_plot *plot, const struct lm_names *names,
	      const struct lm_recording *rec, FILE *out);
struct json_object;
struct json_object *plot_json(const struct lm_plot *plot,
			      const struct lm_names *names,
			      const struct lm_recording *rec);
void plot_html(const struct lm_plot *plot, const struct lm_names *names,
	       const struct lm_recording *rec, FILE *out);

#endif
