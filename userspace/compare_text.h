/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Figures that are compared, as text.
 */
#ifndef LOWMARK_COMPARE_TEXT_H
#define LOWMARK_COMPARE_TEXT_H

#include "lib/compare.h"
#include "lib/units.h"

#define COMPARE_SIZE (LM_UNIT_SIZE + 8)

const char *compare_number(char buf[COMPARE_SIZE], enum lm_compared figure,
			   double value, bool sign);
const char *compare_change(char buf[COMPARE_SIZE], double from, double to);

#endif
