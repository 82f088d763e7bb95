/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Files that are part of the tool, as strings.
 */
#ifndef LOWMARK_PLOT_EMBEDDED_H
#define LOWMARK_PLOT_EMBEDDED_H

extern const char lm_uplot_js[], lm_uplot_css[], lm_uplot_license[];
extern const char lm_page_js[], lm_page_css[], lm_svg_css[];

#endif
