# SPDX-License-Identifier: GPL-2.0-only
# What can be done with the tree. How the tool is built: userspace/userspace.mk;
# how the module is built: Kbuild.

KDIR ?= /lib/modules/$(shell uname -r)/build
PREFIX ?= /usr/local
SHARE = $(DESTDIR)$(PREFIX)/share
FUZZ_TIME ?= 60
DEBUG_KERNEL ?= 6.1-debug

# Without pahole the kernel's build would fail at the BTF of the module.
KBUILD_ARGS := $(if $(shell command -v pahole),,CONFIG_DEBUG_INFO_BTF_MODULES=)

all: userspace

include userspace/userspace.mk

module:
	scripts/layout --kdir $(KDIR)
	$(MAKE) -C $(KDIR) M=$(CURDIR) $(KBUILD_ARGS) modules

userspace: build/lowmark

install: userspace
	install -D -m 0755 build/lowmark $(DESTDIR)$(PREFIX)/bin/lowmark
	scripts/man build/man
	for n in 1 5 7; do install -D -m 0644 -t $(SHARE)/man/man$$n build/man/*.$$n; done
	install -D -m 0644 build/man/completion.bash $(SHARE)/bash-completion/completions/lowmark
	install -D -m 0644 build/man/completion.zsh $(SHARE)/zsh/site-functions/_lowmark
	install -D -m 0644 build/man/completion.fish $(SHARE)/fish/vendor_completions.d/lowmark.fish
	install -D -m 0644 -t $(SHARE)/doc/lowmark docs/format.md \
		docs/decisions.md

# The sources where dkms(8) looks for them; then: dkms install lowmark/VERSION
VERSION = $(shell sed -n 's/^.define LOWMARK_VERSION "\(.*\)"/\1/p' include/lowmark_version.h)
DKMS = $(DESTDIR)/usr/src/lowmark-$(VERSION)

dkms:
	install -d $(DKMS)/module $(DKMS)/include
	install -m 0644 Kbuild LICENSE $(DKMS)
	install -m 0644 module/*.[ch] $(DKMS)/module
	install -m 0644 include/*.h $(DKMS)/include
	sed 's/@VERSION@/$(VERSION)/' packaging/dkms.conf >$(DKMS)/dkms.conf

# One prove for all, so that its last line is the verdict. Two at a time, more where
# there are four processors for two guests, if memory allows: the guests in which times
# matter ("# timed:" in the test) one after the other, beside them all else as it comes,
# beginning with what fetches the kernels. (A rule par=** would have all else done
# before them.)
TEST_JOBS ?= $(shell awk -v n="$$(nproc)" '/^MemAvailable/ { \
	m = int($$2 / 2097152); n = n < 4 ? 2 : int(n / 2); \
	print (n < m ? n : m > 1 ? m : 1) }' /proc/meminfo)
comma = ,
# The longest first, so that none of them is left over when all others are done.
LONGEST = $(addprefix tests/vm/,load.t filter.t bpf.t verdict.t)
TIMED = $(subst $() ,$(comma),$(shell grep -sl '^# timed:' $(VM_TESTS) /dev/null))
side_by_side = $(PROVE) -j$(TEST_JOBS) --rules 'seq={$(TIMED)}' $(1:%=--rules seq=%) $(1)

check:
	scripts/deps build check vm
	$(MAKE) userspace unit-build
	$(call side_by_side,tests/vm/kernels.t tests/static.t $(CLI_TESTS) $(UNIT_TESTS) \
		$(LONGEST) $(filter-out tests/vm/kernels.t $(LONGEST),$(VM_TESTS)))

static:
	scripts/check

unit: unit-build
	$(PROVE) $(UNIT_TESTS)

cli-tests: unit-build
	$(PROVE) $(CLI_TESTS)

vm-tests:
	$(PROVE) $(VM_TESTS)

# The first time builds the kernel, which takes half an hour.
check-debug:
	scripts/deps build vm
	scripts/debug-kernel $(DEBUG_KERNEL)
	KERNELS=$(DEBUG_KERNEL) $(call side_by_side,$(VM_TESTS))

# See tests/bench/run for how to choose: KERNELS="6.1 7.3" TOOLS=lowmark,ftrace
bench:
	scripts/deps build check vm bench
	tests/bench/run --docs

demo:
	scripts/demo

fuzz: fuzz-build
	for t in $(FUZZERS); do $$t -max_total_time=$(FUZZ_TIME) || exit 1; done

docs: userspace
	build/lowmark help --format-doc > docs/format.md
	build/lowmark help --decisions-doc > docs/decisions.md

clean:
	rm -rf build
	if [ -e "$(KDIR)" ]; then $(MAKE) -C $(KDIR) M=$(CURDIR) clean; fi

.PHONY: all module userspace install dkms check static unit cli-tests vm-tests \
	check-debug bench demo fuzz docs clean
