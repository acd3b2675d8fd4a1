#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace kontor::platform::http {

// A port that was free, kept from others until a Server listens there: for who has to know the port
// before the server can be made.
class ReservedPort {
public:
    explicit ReservedPort(const std::string& address);
    ~ReservedPort();
    ReservedPort(const ReservedPort&) = delete;

    // 0 where there is none at this address: who listens there nevertheless is told why.
    std::uint16_t number() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace kontor::platform::http
