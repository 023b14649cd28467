/* Audits of past month ends: see trend.h. */
#include "work/audit/trend.h"
#include <string.h>

/* The last second of the month that ended `back` months ago; 0 is the one that ended last. */
static sms_time month_end(sms_time now, int back)
{
	struct sms_civil civil;
	sms_time first = now;
	sms_time_civil(now + 1, &civil); /* a month whose last second this is is over */
	civil.day = 1;
	civil.hour = civil.minute = civil.second = 0;
	(void)sms_civil_time(&civil, &first);
	return sms_time_add_months(first, -back) - 1;
}

static void take(struct sms_trend_point *point, const struct sms_audit *audit)
{
	point->is_there = true;
	point->commit = audit->commit;
	point->items = audit->count;
	point->machine = audit->machine;
	point->human = audit->human;
	point->unassessed = audit->unassessed;
	memcpy(point->results, audit->results, sizeof point->results);
	memcpy(point->grades, audit->grades, sizeof point->grades);
}

/* When the first commit of all was made. */
static struct sms_error *find_start(const struct sms_repo *repo, sms_time *out)
{
	struct sms_oid root;
	sms_auto(commit) struct sms_commit commit = {0};
	SMS_TRY(sms_repo_root(repo, &root));
	SMS_TRY(sms_repo_commit(repo, &root, &commit));
	*out = commit.time;
	return NULL;
}

static struct sms_error *judge(struct sms_trend_point *point, const char *path, const struct sms_audit_options *options)
{
	sms_auto(store) struct sms_store *store = NULL;
	sms_auto(audit) struct sms_audit *audit = NULL;
	struct sms_audit_options then = *options;
	char at[SMS_TIME_SIZE];
	sms_time_format(point->at, at);
	then.now = point->at;
	SMS_TRY(sms_store_open(&store, path, SMS_VIEW_COMMITTED, at, NULL));
	SMS_TRY(sms_audit_run(&audit, store, &then));
	take(point, audit);
	return NULL;
}

struct sms_error *sms_audit_trend(struct sms_trend *out, const char *path, const struct sms_audit_options *options)
{
	sms_auto(store) struct sms_store *store = NULL;
	sms_time start = 0;
	*out = (struct sms_trend){0};
	SMS_TRY(sms_store_open(&store, path, SMS_VIEW_COMMITTED, NULL, NULL));
	SMS_TRY(find_start(store->repo, &start));
	for (int i = 0; i < SMS_TREND_MONTHS; i++) {
		out->points[i].at = month_end(options->now, SMS_TREND_MONTHS - 1 - i);
		if (out->points[i].at >= start)
			SMS_TRY(judge(&out->points[i], path, options));
	}
	return NULL;
}
