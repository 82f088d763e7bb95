# SPDX-License-Identifier: GPL-2.0-only
# Builds the tool, the unit tests and the fuzzers, all below $(B).

B ?= build

# Files of the module that know nothing of the kernel serve the tool too.
PURE := module/describe.c module/render.c module/watermark.c module/trigger_parse.c \
	module/filter_parse.c module/filter_text.c
LIB := $(wildcard userspace/lib/*.c) $(PURE)
TOOL := $(wildcard userspace/*.c userspace/cmd/*.c)
UNIT := $(wildcard tests/unit/test_*.c)
UNIT_HELP := $(wildcard tests/unit/build_recording.c tests/unit/incidents.c)
FUZZ := $(wildcard tests/fuzz/fuzz_*.c)

UNIT_TESTS := $(UNIT:tests/unit/%.c=$(B)/unit/%)
SAMPLE := $(B)/unit/make_sample
GENERATE := $(B)/bench/generate
FUZZERS := $(FUZZ:tests/fuzz/%.c=$(B)/fuzz/%)
CLI_TESTS := $(wildcard tests/cli/*.t)
VM_TESTS := $(wildcard tests/vm/*.t)
PROVE := prove -e '' --timer --failures

CPPFLAGS += -D_GNU_SOURCE -Iinclude -Iuserspace
CFLAGS ?= -O3 -g
LDLIBS += -ljson-c -lz -lbpf -lelf -lkmod -lncursesw -ltinfo -lm
FUZZ_CC ?= clang

WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	-Wwrite-strings -Wformat=2 -Wvla -Wundef $(if $(WERROR),-Werror)
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover
FUZZING := $(SANITIZE) -fsanitize=fuzzer-no-link
CC_FLAGS = -std=gnu11 $(WARN) $(CPPFLAGS) $(CFLAGS) -MMD -MP

Q := $(if $(V),,@)
quiet := $(findstring s,$(firstword -$(MAKEFLAGS)))
say = $(if $(V)$(quiet),,@printf '  %-7s %s\n' $(1) $@)

# objects DIR,SOURCES: their object files below $(B)/DIR
objects = $(patsubst %.c,$(B)/$(1)/%.o,$(2))

$(B)/lowmark: $(call objects,obj,$(TOOL) $(LIB))
	$(call say,LD)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# Everything but the linking, to see that nothing warns.
objects: $(call objects,obj,$(TOOL) $(LIB) $(UNIT) $(UNIT_HELP) \
	tests/unit/make_sample.c tests/bench/generate.c $(FUZZ))

unit-build: $(UNIT_TESTS) $(SAMPLE)
# The screen of top is no part of the library.
$(B)/unit/test_grid: $(B)/unit/obj/userspace/grid.o

$(UNIT_TESTS) $(SAMPLE): $(B)/unit/%: $(B)/unit/obj/tests/unit/%.o \
		$(call objects,unit/obj,$(UNIT_HELP) $(LIB))
	$(call say,LD)
	$(Q)$(CC) $(SANITIZE) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# The tool as tests/cli runs it
unit-build: $(B)/unit/lowmark
$(B)/unit/lowmark: $(call objects,unit/obj,$(TOOL) $(LIB))
	$(call say,LD)
	$(Q)$(CC) $(SANITIZE) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# Recordings for measurements, made fast
unit-build: $(GENERATE)
$(GENERATE): $(call objects,obj,tests/bench/generate.c $(UNIT_HELP) $(LIB))
	$(call say,LD)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

fuzz-build: $(FUZZERS)
$(FUZZERS): $(B)/fuzz/%: $(B)/fuzz/obj/tests/fuzz/%.o \
		$(call objects,fuzz/obj,$(UNIT_HELP) $(LIB))
	$(call say,LD)
	$(Q)$(FUZZ_CC) $(SANITIZE) -fsanitize=fuzzer $(CFLAGS) $(LDFLAGS) \
		-o $@ $^ $(LDLIBS)

$(B)/obj/%.o: %.c
	$(call say,CC)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CC_FLAGS) -c -o $@ $<

$(B)/unit/obj/%.o: %.c
	$(call say,CC)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CC_FLAGS) $(SANITIZE) -c -o $@ $<

$(B)/fuzz/obj/%.o: %.c
	$(call say,CC)
	@mkdir -p $(@D)
	$(Q)$(FUZZ_CC) $(CC_FLAGS) $(FUZZING) -c -o $@ $<

.PHONY: objects unit-build fuzz-build
.SECONDARY:

-include $(shell find $(B) -name '*.d' 2>/dev/null)

# What the assembler embeds is seen by no compiler.
$(foreach d,obj unit/obj fuzz/obj,$(B)/$(d)/userspace/plot_embedded.o): \
	$(wildcard third_party/uplot/* userspace/plot/*)
