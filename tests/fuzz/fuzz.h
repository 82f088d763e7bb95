/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The entry of a fuzzer, as libFuzzer and driver.c call it.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <stddef.h>

#include <linux/types.h>

int LLVMFuzzerTestOneInput(const __u8 *data, size_t size);

#endif
