/* SHA-256 (FIPS 180-4), through libcrypto. */
#ifndef SMS_WRAP_DIGEST_H
#define SMS_WRAP_DIGEST_H

#include <stddef.h>

#define SMS_DIGEST_SIZE 65 /* 64 lower-case hexadecimal digits and a zero */

/* The digest of the bytes in hexadecimal. */
void sms_digest(const void *bytes, size_t length, char out[SMS_DIGEST_SIZE]);

#endif
