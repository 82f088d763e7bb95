/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The checksum of sections: CRC-32 as in zlib.
 */
#ifndef LOWMARK_LIB_CRC_H
#define LOWMARK_LIB_CRC_H

#include <stddef.h>

#include <linux/types.h>

__u32 lm_crc32(__u32 crc, const void *data, size_t len);
__u32 lm_crc32_section(__u32 type, __u32 bytes);

#endif
