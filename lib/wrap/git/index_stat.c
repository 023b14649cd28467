/* What the index knows of files, so that nobody needs to read them to see that they are unchanged. */
#include "wrap/git/index.h"

void sms_index_set_status(unsigned char *entry, const struct stat *status)
{
	sms_index_set_number(entry + SMS_INDEX_CTIME, (uint32_t)status->st_ctim.tv_sec);
	sms_index_set_number(entry + SMS_INDEX_CTIME + 4, (uint32_t)status->st_ctim.tv_nsec);
	sms_index_set_number(entry + SMS_INDEX_MTIME, (uint32_t)status->st_mtim.tv_sec);
	sms_index_set_number(entry + SMS_INDEX_MTIME + 4, (uint32_t)status->st_mtim.tv_nsec);
	sms_index_set_number(entry + SMS_INDEX_DEVICE, (uint32_t)status->st_dev);
	sms_index_set_number(entry + SMS_INDEX_INODE, (uint32_t)status->st_ino);
	sms_index_set_number(entry + SMS_INDEX_UID, status->st_uid);
	sms_index_set_number(entry + SMS_INDEX_GID, status->st_gid);
	sms_index_set_number(entry + SMS_INDEX_SIZE, (uint32_t)status->st_size);
}

/* Device and owner do not count: they differ between mounts of one disk, and say nothing about the contents. */
bool sms_index_has_status(const unsigned char *entry, const struct stat *status)
{
	unsigned char own[SMS_INDEX_OID];
	sms_index_set_status(own, status);
	return S_ISREG(status->st_mode) &&
	       memcmp(own + SMS_INDEX_CTIME, entry + SMS_INDEX_CTIME, SMS_INDEX_DEVICE) == 0 &&
	       memcmp(own + SMS_INDEX_INODE, entry + SMS_INDEX_INODE, 4) == 0 &&
	       memcmp(own + SMS_INDEX_SIZE, entry + SMS_INDEX_SIZE, 4) == 0;
}

bool sms_index_is_racy(const struct sms_index *index, const unsigned char *entry, bool seconds)
{
	uint32_t own = (uint32_t)index->status.st_mtim.tv_sec;
	uint32_t file = sms_index_number(entry + SMS_INDEX_MTIME);
	uint32_t file_part = sms_index_number(entry + SMS_INDEX_MTIME + 4);
	/* A tool that stores no nanoseconds leaves zero. */
	if (seconds || file != own || !file_part)
		return file >= own;
	return file_part >= (uint32_t)index->status.st_mtim.tv_nsec;
}
