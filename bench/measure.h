// What the programs written in C share: the clock, the memory of this process, and how a figure is
// told to whoever runs them.
#ifndef MEASURE_H
#define MEASURE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static inline double now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

// The value in bytes of the line `name: n kB` of a file under /proc; 0 if there is none.
static inline double proc_bytes(const char *path, const char *name) {
    FILE *file = fopen(path, "r");
    char line[256];
    double kilobytes = 0;
    while (file && fgets(line, sizeof line, file)) {
        if (strncmp(line, name, strlen(name)) == 0 &&
            sscanf(line + strlen(name), ": %lf", &kilobytes) == 1) {
            break;
        }
    }
    if (file) {
        fclose(file);
    }
    return kilobytes * 1024;
}

// The memory in use: what is resident of this process, its page tables, and the stacks that threads
// have inside the kernel (those of the whole system; the difference of two such figures is ours).
static inline double memory_bytes(void) {
    return proc_bytes("/proc/self/status", "VmRSS") + proc_bytes("/proc/self/status", "VmPTE") +
           proc_bytes("/proc/meminfo", "KernelStack");
}

// The most that was resident at any time, and the page tables.
static inline double memory_peak_bytes(void) {
    return proc_bytes("/proc/self/status", "VmHWM") + proc_bytes("/proc/self/status", "VmPTE");
}

// How many workers are measured: 1 or more.
static inline int measure_workers(void) {
    const char *text = getenv("BENCH_WORKERS");
    return text ? atoi(text) : 1;
}

static inline int measure_compare(const void *a, const void *b) {
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

// Sorts.
static inline double median(double *values, int count) {
    qsort(values, (size_t)count, sizeof *values, measure_compare);
    return values[count / 2];
}

static inline void report(const char *name, double value) {
    printf("%s %.3f\n", name, value);
    fflush(stdout);
}

#endif
