// SPDX-License-Identifier: GPL-2.0-only
/*
 * Files that are part of the tool, as strings. The assembler reads them, from
 * the top of the tree.
 */
#include "plot_embedded.h"

#define EMBED(name, path)                                        \
	__asm__(".pushsection .rodata\n.globl " #name "\n" #name \
		": .incbin \"" path "\"\n.byte 0\n.popsection\n")

EMBED(lm_uplot_js, "third_party/uplot/uPlot.iife.min.js");
EMBED(lm_uplot_css, "third_party/uplot/uPlot.min.css");
EMBED(lm_uplot_license, "third_party/uplot/LICENSE");
EMBED(lm_page_js, "userspace/plot/page.js");
EMBED(lm_page_css, "userspace/plot/page.css");
EMBED(lm_svg_css, "userspace/plot/svg.css");
