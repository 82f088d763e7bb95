// SPDX-License-Identifier: GPL-2.0-only
/*
 * Whether a kernel's types are what lowmark assumes, by its BTF.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>

#include "doctor_checks.h"
#include "lowmark_layout.h"

#define REPORT "do not load this module; it has to learn this kernel first"

static const struct {
	const char *name;
	unsigned int offset;
	unsigned int size;
} members[] = {
#define ROW(type, member, offset) { #member, offset, sizeof(type) },
	LOWMARK_ALLOC_CONTEXT(ROW)
#undef ROW
};

static const struct {
	const char *function;
	const char *arguments;
} prototypes[] = {
#define ROW(function, arguments) { #function, arguments },
	LOWMARK_PROTOTYPES(ROW)
#undef ROW
};

#define NR(array) (sizeof(array) / sizeof((array)[0]))

static int no_print(enum libbpf_print_level level, const char *format,
		    va_list args)
{
	(void)level;
	(void)format;
	(void)args;
	return 0;
}

static const struct btf_member *find_member(const struct btf *btf,
					    const struct btf_type *type,
					    const char *name)
{
	const struct btf_member *m = btf_members(type);
	unsigned int i;

	for (i = 0; i < btf_vlen(type); i++, m++)
		if (!strcmp(btf__name_by_offset(btf, m->name_off), name))
			return m;
	return NULL;
}

static bool member_fits(struct lm_findings *findings, const struct btf *btf,
			const struct btf_type *type, size_t i)
{
	const struct btf_member *m = find_member(btf, type, members[i].name);
	unsigned int offset;
	long long size;

	if (!m) {
		lm_find(findings, LM_BLOCKING, REPORT, "layout alloc_context",
			"this kernel's has no member %s", members[i].name);
		return false;
	}
	offset = btf_member_bit_offset(type, m - btf_members(type)) / 8;
	size = btf__resolve_size(btf, m->type);
	if (offset == members[i].offset && size == members[i].size)
		return true;
	lm_find(findings, LM_BLOCKING, REPORT, "layout alloc_context",
		"%s has %lld bytes at offset %u; lowmark assumes %u at %u",
		members[i].name, size, offset, members[i].size,
		members[i].offset);
	return false;
}

static void check_layout(struct lm_findings *findings, const struct btf *btf)
{
	int id = btf__find_by_name_kind(btf, "alloc_context", BTF_KIND_STRUCT);
	const struct btf_type *type = id < 0 ? NULL : btf__type_by_id(btf, id);
	size_t i, fitting = 0;

	if (!type) {
		lm_find(findings, LM_DEGRADED,
			"what is read from it may be wrong; see that it stands in the kernel's source as it does in lowmark_layout.h",
			"layout alloc_context", "not in this kernel's BTF");
		return;
	}
	for (i = 0; i < NR(members); i++)
		fitting += member_fits(findings, btf, type, i);
	if (fitting == NR(members))
		lm_find(findings, LM_OK, NULL, "layout alloc_context",
			"%zu members where lowmark assumes them", fitting);
}

static bool is_pointer(const struct btf *btf, unsigned int id)
{
	int plain = btf__resolve_type(btf, id);

	return plain > 0 && btf_is_ptr(btf__type_by_id(btf, plain));
}

/* One argument against its word; adds a finding if they differ */
static bool argument_fits(struct lm_findings *findings, const struct btf *btf,
			  const char *what, const struct btf_param *param,
			  const char *word)
{
	const char *name = btf__name_by_offset(btf, param->name_off);
	bool pointer = *word == '*';

	word += pointer;
	if (is_pointer(btf, param->type) != pointer) {
		lm_find(findings, LM_BLOCKING, REPORT, what,
			"where lowmark assumes %s%s there is %s%s",
			pointer ? "pointer " : "number ", word,
			pointer ? "number " : "pointer ", name);
		return false;
	}
	if (strcmp(name, word) != 0) {
		lm_find(findings, LM_DEGRADED,
			"its records may be wrong; see what the kernel's source passes there",
			what, "lowmark assumes an argument %s, there is %s",
			word, name);
		return false;
	}
	return true;
}

static bool arguments_fit(struct lm_findings *findings, const struct btf *btf,
			  const char *what, const struct btf_type *proto,
			  const char *arguments)
{
	const struct btf_param *params = btf_params(proto);
	char words[128];
	char *word, *rest = words;
	bool fits = true;
	unsigned int n = 0;

	snprintf(words, sizeof(words), "%s", arguments);
	while ((word = strtok_r(rest, " ", &rest))) {
		if (n == btf_vlen(proto)) {
			lm_find(findings, LM_BLOCKING, REPORT, what,
				"has only %u arguments; lowmark assumes: %s", n,
				arguments);
			return false;
		}
		fits &= argument_fits(findings, btf, what, &params[n++], word);
	}
	return fits;
}

static void check_prototype(struct lm_findings *findings, const struct btf *btf,
			    const char *function, const char *arguments)
{
	int id = btf__find_by_name_kind(btf, function, BTF_KIND_FUNC);
	const struct btf_type *proto;
	char what[64];

	snprintf(what, sizeof(what), "arguments %s", function);
	if (id < 0) {
		lm_find(findings, LM_OK, NULL, what,
			"not in BTF (absent or a clone); not compared");
		return;
	}
	proto = btf__type_by_id(btf, btf__type_by_id(btf, id)->type);
	if (arguments_fit(findings, btf, what, proto, arguments))
		lm_find(findings, LM_OK, NULL, what, "%s",
			*arguments ? arguments : "none");
}

static int check_readable(const char *path)
{
	struct stat st;

	if (access(path, R_OK) || stat(path, &st))
		return -errno;
	return S_ISDIR(st.st_mode) ? -EISDIR : 0;
}

/**
 * lm_doctor_btf - compare the kernel's types with what lowmark assumes
 * @findings: gets the findings
 * @path: file with BTF, raw or in an ELF section; NULL for the running kernel's
 *
 * Return: 0; -EBADMSG if the file has no BTF, or another -errno.
 */
int lm_doctor_btf(struct lm_findings *findings, const char *path)
{
	struct btf *btf;
	size_t i;
	int err;

	err = path ? check_readable(path) : 0;
	if (err)
		return err;
	libbpf_set_print(no_print);
	btf = path ? btf__parse(path, NULL) : btf__load_vmlinux_btf();
	err = libbpf_get_error(btf);
	if (err) {
		if (!path)
			lm_find(findings, LM_DEGRADED,
				"use a kernel built with CONFIG_DEBUG_INFO_BTF to have them verified",
				"layouts",
				"not verified: this kernel has no BTF");
		return err == -ENOMEM ? err : -EBADMSG;
	}
	check_layout(findings, btf);
	for (i = 0; i < NR(prototypes); i++)
		check_prototype(findings, btf, prototypes[i].function,
				prototypes[i].arguments);
	btf__free(btf);
	return 0;
}
