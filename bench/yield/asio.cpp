// See tarry.c. A coroutine gives its turn away by posting itself.
#include <asio.hpp>

#include "../asio/measure.hpp"

static const int SWITCHES = 10000000;

static asio::awaitable<void> take_turns(int turns) {
    auto executor = co_await asio::this_coro::executor;
    while (turns-- > 0) {
        co_await asio::post(executor, asio::use_awaitable);
    }
}

static double switches(int tasks) {
    asio::io_context context(1);
    double start = now_ns();
    for (int i = 0; i < tasks; i++) {
        asio::co_spawn(context, take_turns(SWITCHES / tasks), asio::detached);
    }
    context.run();
    return (now_ns() - start) / SWITCHES;
}

int main() {
    report("two", switches(2));
    report("thousand", switches(1000));
}
