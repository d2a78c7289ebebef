// See tarry.c.
#include <asio.hpp>

#include "../asio/measure.hpp"

static asio::awaitable<void> sleeper() {
    asio::steady_timer timer(co_await asio::this_coro::executor, std::chrono::seconds(1));
    co_await timer.async_wait(asio::use_awaitable);
}

int main(int argc, char **argv) {
    int count = argc > 1 ? atoi(argv[1]) : 1000000;
    double before = memory_bytes(), start = now_ns();
    asio::io_context context(1);
    for (int i = 0; i < count; i++) {
        asio::co_spawn(context, sleeper(), asio::detached);
    }
    context.run();
    report("over", (now_ns() - start) / 1e9 - 1);
    report("memory", (memory_peak_bytes() - before) / count);
}
