// What the Asio programs share.
#pragma once
extern "C" {
#include "../measure.h"
}
