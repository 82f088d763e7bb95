/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Names of the kernel's functions on kernels that are slow to look one up.
 */
#ifndef LOWMARK_COMPAT_SYMBOLS_H
#define LOWMARK_COMPAT_SYMBOLS_H

#include <linux/kernel.h>
#include <linux/version.h>

/*
 * A name is looked up by going through all of them; v6.2 searches ("kallsyms:
 * Improve the performance of kallsyms_lookup_name()"). With v5.18 came IBT, which
 * lets nobody call a function whose address no one has taken. With clang's LTO a
 * name may be found without what the compiler has put behind it. Drop when the
 * minimum is 5.18.
 */
#define LOWMARK_SLOW_LOOKUPS                             \
	(LINUX_VERSION_CODE < KERNEL_VERSION(5, 18, 0) && \
	 !IS_ENABLED(CONFIG_X86_KERNEL_IBT) && !IS_ENABLED(CONFIG_LTO_CLANG))

#endif
