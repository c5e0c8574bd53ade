/* A disk that forgets what was not synced. Loaded with LD_PRELOAD; armed for one folder and so many writes.
 *
 * Before each write or truncation of a file below the folder its old content is kept; fsync and fdatasync of a file
 * drop what is kept of it, since from then on it lasts. At the n-th write the power goes: what is kept is put back,
 * newest first, either all of it or, page by page, about half (a disk may have written any part of what it was given),
 * and the process ends at once, as by SIGKILL. Names (rename, unlink) are taken to last: file systems journal them.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

struct kept { dev_t dev; ino_t ino; char path[512]; off_t at; off_t size; ssize_t had; char *old; struct kept *before; };

static char folder[400];
static long left = -1;
static int halves;
static struct kept *newest;
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_write)(int, const void *, size_t);
static int (*real_truncate)(int, off_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);

__attribute__((constructor)) static void find(void) {
    real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    real_write = dlsym(RTLD_NEXT, "write");
    real_truncate = dlsym(RTLD_NEXT, "ftruncate64");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
}

void arm(const char *below, long writes, int half, unsigned seed) {
    snprintf(folder, sizeof folder, "%s", below);
    left = writes;
    halves = half;
    srand(seed);
}

static int watched(int fd, char *path, size_t room) {
    char name[64];
    struct stat about;
    if (left < 0 || fstat(fd, &about) || !S_ISREG(about.st_mode)) return 0;
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(name, path, room - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    /* The index of the log is made anew after every crash; the lock file holds no promise. */
    return !strncmp(path, folder, strlen(folder)) && !strstr(path, "-shm") && !strstr(path, ".lock");
}

static void lose(void) {
    for (struct kept *one = newest; one; one = one->before) {
        if (halves && rand() % 2) continue;
        int fd = open(one->path, O_WRONLY);
        if (fd < 0) continue;
        if (one->had > 0) real_pwrite(fd, one->old, one->had, one->at);
        struct stat about;
        if (!fstat(fd, &about) && (!halves || about.st_size > one->size)) real_truncate(fd, one->size);
        close(fd);
    }
    _exit(137);
}

static void keep(int fd, off_t at, size_t length) {
    struct kept *one = calloc(1, sizeof *one);
    struct stat about;
    if (!one) abort();
    if (!watched(fd, one->path, sizeof one->path)) { free(one); return; }
    pthread_mutex_lock(&turn);
    fstat(fd, &about);
    one->dev = about.st_dev; one->ino = about.st_ino; one->at = at; one->size = about.st_size;
    one->old = malloc(length ? length : 1);
    /* By the same handle: closing another one would drop SQLite's locks on the file. */
    one->had = pread(fd, one->old, length, at);
    one->before = newest; newest = one;
    if (left-- == 0) lose();
    pthread_mutex_unlock(&turn);
}

static void forget(int fd) {
    struct stat about;
    if (left < 0 || fstat(fd, &about)) return;
    pthread_mutex_lock(&turn);
    for (struct kept **place = &newest; *place;) {
        struct kept *one = *place;
        if (one->dev == about.st_dev && one->ino == about.st_ino) { *place = one->before; free(one->old); free(one); }
        else place = &one->before;
    }
    pthread_mutex_unlock(&turn);
}

ssize_t pwrite64(int fd, const void *data, size_t length, off_t at) { keep(fd, at, length); return real_pwrite(fd, data, length, at); }
ssize_t pwrite(int fd, const void *data, size_t length, off_t at) { return pwrite64(fd, data, length, at); }
ssize_t write(int fd, const void *data, size_t length) {
    if (left >= 0) { off_t at = lseek(fd, 0, SEEK_CUR); if (at >= 0) keep(fd, at, length); }
    return real_write(fd, data, length);
}
int ftruncate64(int fd, off_t size) {
    struct stat about;
    if (left >= 0 && !fstat(fd, &about) && about.st_size > size) keep(fd, size, about.st_size - size);
    return real_truncate(fd, size);
}
int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }
int fsync(int fd) { int code = real_fsync(fd); if (!code) forget(fd); return code; }
int fdatasync(int fd) { int code = real_fdatasync(fd); if (!code) forget(fd); return code; }
