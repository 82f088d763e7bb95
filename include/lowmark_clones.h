/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How gcc names the clones it makes of a static function, as far as they are
 * looked up: the module does, and the doctor tells what it will find.
 */
#ifndef LOWMARK_CLONES_H
#define LOWMARK_CLONES_H

/*
 * In the order they are tried. A .part is only the rest of a function that was
 * inlined, and does not begin where the function does.
 */
#define LOWMARK_CLONE_SUFFIXES                                     \
	"", ".constprop.0", ".isra.0", ".constprop.1", ".isra.1",  \
		".isra.0.constprop.0", ".constprop.0.isra.0"

#endif
