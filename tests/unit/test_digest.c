#include "wrap/digest.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void the_examples_of_the_standard_hold(void **state)
{
	char digest[SMS_DIGEST_SIZE];
	sms_digest("abc", 3, digest);
	assert_string_equal(digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	sms_digest("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56, digest);
	assert_string_equal(digest, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

static void nothing_has_a_digest_too(void **state)
{
	char digest[SMS_DIGEST_SIZE];
	sms_digest("", 0, digest);
	assert_string_equal(digest, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	sms_digest(NULL, 0, digest);
	assert_string_equal(digest, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void a_million_bytes_are_read_to_their_end(void **state)
{
	char digest[SMS_DIGEST_SIZE];
	char *bytes = malloc(1000000);
	assert_non_null(bytes);
	memset(bytes, 'a', 1000000);
	sms_digest(bytes, 1000000, digest);
	free(bytes);
	assert_string_equal(digest, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_examples_of_the_standard_hold),
		cmocka_unit_test(nothing_has_a_digest_too),
		cmocka_unit_test(a_million_bytes_are_read_to_their_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
