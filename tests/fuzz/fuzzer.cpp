#include "outside.hpp"

#include <cstdint>

// libFuzzer keeps the input that an exception ends the program with.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) noexcept {
    kontor::fuzz::try_bytes({reinterpret_cast<const char*>(bytes), size});
    return 0;
}
