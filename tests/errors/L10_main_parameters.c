// async main takes nothing, or argc and argv.
#include <tarry.h>

async int main(int argc) { // error: async main takes no parameters, or (int argc, char **argv)
    return argc;
}
