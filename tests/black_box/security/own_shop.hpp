// A shop of one test, configured as that needs.
#pragma once

#include "program.hpp"
#include "support/http_probe.hpp"
#include "support/test_database.hpp"

namespace kontor::test {

class OwnShop {
public:
    explicit OwnShop(Environment more) : environment_(std::move(more)) {
        environment_.emplace("KONTOR_DATABASE_DSN", database_.dsn());
        program_ = std::make_unique<Program>(
            std::vector<std::string>{"serve", "--port", "0", "--data", data_.path().string()},
            environment_);
        address_ = program_->address();
    }

    const std::string& address() const { return address_; }
    std::uint16_t port() const {
        return static_cast<std::uint16_t>(std::stoi(address_.substr(address_.rfind(':') + 1)));
    }
    TestDatabase& database() { return database_; }
    const Environment& environment() const { return environment_; }
    const Program& program() const { return *program_; }

private:
    TestDatabase database_;
    TemporaryDirectory data_;
    Environment environment_;
    std::unique_ptr<Program> program_;
    std::string address_;
};

}  // namespace kontor::test
