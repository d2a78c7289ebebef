// What other_file.c offers: async functions of which a caller knows the prototype only.
#ifndef OTHER_FILE_H
#define OTHER_FILE_H

#include <tarry.h>

struct other_pair {
    int first, second;
};

async int other_add(int a, int b);
async struct other_pair other_pair(int first, int second);
async void other_store(int *to, int value);
async const char *other_text(void);
async double other_half(double x);
async int other_calls_back(int x);      // 2 * here(x)
async int other_calls_back_with(int x); // here(x)

// Defined by the program itself.
async int here(int x);

#endif
