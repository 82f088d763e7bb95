/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The axis of pages: even up to the high mark, so that the marks stand apart,
 * and logarithmic above, so that a zone that was nearly empty fits as well.
 */
#ifndef LOWMARK_PLOT_SCALE_H
#define LOWMARK_PLOT_SCALE_H

#include <stdbool.h>

/**
 * struct plot_scale - an axis
 * @knee: pages where it bends: the highest high mark
 * @top: pages at its upper end
 */
struct plot_scale {
	double knee;
	double top;
};

double plot_scale_at(const struct plot_scale *scale, double pages);
bool plot_scale_tick(const struct plot_scale *scale, double gap, double *pages);

#endif
