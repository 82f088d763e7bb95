// SPDX-License-Identifier: GPL-2.0-only
/*
 * The checksum of sections: CRC-32 as in zlib.
 *
 * Reading a recording spends much of its time here, so on x86 with carry-less
 * multiplication and AVX 64 bytes are folded at a time, as described in Gopal et al.,
 * "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction"
 * (Intel, 2009), whose names the constants have.
 */
#include "crc.h"

#include <zlib.h>

#ifdef __x86_64__
#include <immintrin.h>

#define FOLDING __attribute__((target("pclmul,avx")))

/* Each is (k for the high half, k for the low half) of what is folded. */
#define K2_K1 _mm_set_epi64x(0x1c6e41596, 0x154442bd4)
#define K4_K3 _mm_set_epi64x(0x0ccaa009e, 0x1751997d0)
#define K5 _mm_set_epi64x(0, 0x163cd6124)
#define MU_P _mm_set_epi64x(0x1f7011641, 0x1db710641)

FOLDING
static __m128i fold(__m128i sum, __m128i next, __m128i k)
{
	__m128i low = _mm_clmulepi64_si128(sum, k, 0x00);
	__m128i high = _mm_clmulepi64_si128(sum, k, 0x11);

	return _mm_xor_si128(_mm_xor_si128(low, high), next);
}

/* 128 bits to the 32 of the checksum. */
FOLDING
static __u32 reduce(__m128i sum)
{
	const __m128i mask = _mm_setr_epi32(~0, 0, ~0, 0);
	__m128i x;

	x = _mm_clmulepi64_si128(sum, K4_K3, 0x10);
	sum = _mm_xor_si128(_mm_srli_si128(sum, 8), x);
	x = _mm_srli_si128(sum, 4);
	sum = _mm_clmulepi64_si128(_mm_and_si128(sum, mask), K5, 0x00);
	sum = _mm_xor_si128(sum, x);
	x = _mm_clmulepi64_si128(_mm_and_si128(sum, mask), MU_P, 0x10);
	x = _mm_clmulepi64_si128(_mm_and_si128(x, mask), MU_P, 0x00);
	return (__u32)_mm_extract_epi32(_mm_xor_si128(sum, x), 1);
}

/* @len is a multiple of 16 and at least 64; @crc is zlib's, inverted. */
FOLDING
static __u32 fold_all(const __m128i *at, size_t len, __u32 crc)
{
	__m128i sum[4], start = _mm_cvtsi32_si128((int)crc);
	const __m128i *end = at + len / sizeof(*at);
	unsigned int i;

	for (i = 0; i < 4; i++)
		sum[i] = _mm_loadu_si128(at++);
	sum[0] = _mm_xor_si128(sum[0], start);
	for (; end - at >= 4; at += 4)
		for (i = 0; i < 4; i++)
			sum[i] = fold(sum[i], _mm_loadu_si128(at + i), K2_K1);
	for (i = 1; i < 4; i++)
		sum[0] = fold(sum[0], sum[i], K4_K3);
	while (at < end)
		sum[0] = fold(sum[0], _mm_loadu_si128(at++), K4_K3);
	return reduce(sum[0]);
}
#endif

/**
 * lm_crc32() - compute a checksum
 * @crc: checksum of what comes before, 0 if nothing does
 * @data: the bytes
 * @len: number of them
 *
 * Return: the checksum
 */
__u32 lm_crc32(__u32 crc, const void *data, size_t len)
{
	size_t folded = 0;

#ifdef __x86_64__
	if (len >= 64 && __builtin_cpu_supports("pclmul") &&
	    __builtin_cpu_supports("avx")) {
		folded = len & ~(size_t)15;
		crc = ~fold_all(data, folded, ~crc);
	}
#endif
	return (__u32)crc32(crc, (const unsigned char *)data + folded,
			    (uInt)(len - folded));
}

/**
 * lm_crc32_section() - begin the checksum of a section
 * @type: its type
 * @bytes: length of its payload
 *
 * Return: what to continue with the payload
 */
__u32 lm_crc32_section(__u32 type, __u32 bytes)
{
	const __u32 head[] = { type, bytes };

	return lm_crc32(0, head, sizeof(head));
}
