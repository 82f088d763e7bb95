// SPDX-License-Identifier: GPL-2.0-only
/*
 * The axis of pages: where a number of pages stands, and which are written.
 */
#include "plot_scale.h"

#include <math.h>

/**
 * plot_scale_at() - where a number of pages stands
 * @scale: the axis
 * @pages: the number
 *
 * Return: 0 at the lower end, 1 at the upper one
 */
double plot_scale_at(const struct plot_scale *scale, double pages)
{
	return asinh(pages / scale->knee) / asinh(scale->top / scale->knee);
}

/* The next of 1, 2, 5, 10, 20, 50 ... */
static double rounder(double pages)
{
	double power = 1;

	while (pages >= power * 10)
		power *= 10;
	if (pages < power * 2)
		return power * 2;
	return pages < power * 5 ? power * 5 : power * 10;
}

/**
 * plot_scale_tick() - find the next number to be written
 * @scale: the axis
 * @gap: how far it has to be from the one before, as a part of the axis
 * @pages: the one before; set to the next
 *
 * Return: false if there is none
 */
bool plot_scale_tick(const struct plot_scale *scale, double gap, double *pages)
{
	double next = *pages < 1 ? 1 : rounder(*pages);
	double from = plot_scale_at(scale, *pages) + gap;

	while (next <= scale->top && plot_scale_at(scale, next) < from)
		next = rounder(next);
	*pages = next;
	return next <= scale->top;
}
