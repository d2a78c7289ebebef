// The rules of async main: its generated caller knows what it takes and returns.
#include "compiler/check.h"
#include "compiler/rules.h"

static bool is_int(struct compilation *c, const struct node *specifiers) {
    bool has_int = false;
    for (uint32_t i = specifiers->first; i < specifiers->end; i++) {
        int kind = token_at(c, i)->kind;
        has_int |= token_is_spelled(c, i, "int");
        if (kind == TOKEN_ATTRIBUTE || kind == '[') {
            break; // behind it nothing could make it another type that int does not contradict
        }
        if (kind != TOKEN_ASYNC && kind != TOKEN_EXTERN && kind != TOKEN_CONST &&
            !token_is_spelled(c, i, "int")) {
            return false;
        }
    }
    return has_int;
}

static uint32_t pointer_depth(struct compilation *c, const struct node *declarator) {
    uint32_t depth = 0;
    for (uint32_t i = declarator->first; i < declarator->end; i++) {
        int kind = token_at(c, i)->kind;
        depth += kind == '*' || kind == '[';
    }
    return depth;
}

static bool is_char(struct compilation *c, const struct node *specifiers) {
    for (uint32_t i = specifiers->first; i < specifiers->end; i++) {
        if (token_is_spelled(c, i, "char")) {
            return true;
        }
    }
    return false;
}

static bool is_main_result(struct compilation *c, const struct async_function *function) {
    return is_int(c, function->specifiers) &&
           function->declarator->first == function->declarator->name_token;
}

static bool are_main_parameters(struct compilation *c, const struct node *parameters) {
    if (parameters->child_count == 0) {
        return true;
    }
    if (parameters->child_count != 2) {
        return false;
    }
    struct node *const *argc = parameters->children[0]->children;
    struct node *const *argv = parameters->children[1]->children;
    return is_int(c, argc[0]) && pointer_depth(c, argc[1]) == 0 && is_char(c, argv[0]) &&
           pointer_depth(c, argv[1]) == 2;
}

void check_main(struct compilation *c, const struct async_function *function) {
    if (function->is_static || function->is_inline) {
        error_at(c, function->name_token, RULE_MAIN, "async main can be neither static nor inline");
    } else if (!is_main_result(c, function)) {
        error_at(c, function->name_token, RULE_MAIN, "the result of async main must be int");
    } else if (!are_main_parameters(c, function->parameters)) {
        error_at(c, function->parameters_first, RULE_MAIN,
                 "async main takes no parameters, or (int argc, char **argv)");
    }
}
