/* A sample of records that anybody can draw again: each record's number is the SHA-256 of the seed, a line feed and its
 * id; the records with the lowest numbers are taken, in that order. Who knows seed, size and records gets the same
 * sample, with any tool, and nobody can choose what is in it without choosing the seed. */
#ifndef SMS_WORK_DRAW_H
#define SMS_WORK_DRAW_H

#include "model/store.h"
#include "work/query/query.h"
#include "wrap/digest.h"

struct sms_drawn {
	char *id, *state, *title;
	char digest[SMS_DIGEST_SIZE];
};

struct sms_draw {
	struct sms_drawn *items; /* by their numbers */
	size_t count;
	size_t population; /* records that it was taken from; void ones never count */
};

/* `query` may be NULL. `size` 0: as the settings' audit.sample say for this population. */
struct sms_error *sms_draw(struct sms_draw *out, struct sms_store *store, const struct sms_type *type,
			   const struct sms_query *query, const char *seed, size_t size,
			   const struct sms_progress *progress) SMS_CHECKED;
void sms_draw_release(struct sms_draw *draw);
SMS_AUTO_STRUCT(draw, struct sms_draw, sms_draw_release);

#endif
