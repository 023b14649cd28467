/* What the fuzz targets share. A target is a libFuzzer entry point; linked with replay.c instead of libFuzzer it runs
 * its kept inputs once. */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* Judges one input; ends the process where a property does not hold. Always 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void insist(bool good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "%s\n", what);
	abort();
}

#endif
