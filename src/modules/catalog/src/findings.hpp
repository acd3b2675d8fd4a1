// What is wrong with a request, gathered.
#pragma once

#include "platform/core/result.hpp"

#include <optional>
#include <string>

namespace kontor::catalog {

// The first finding gives the refusal its name, all of them are told.
class Findings {
public:
    void add(std::string code, std::string message, platform::Problem problem,
             platform::ErrorKind kind = platform::ErrorKind::invalid) {
        constexpr std::size_t most_told = 100;
        if (!error_) error_ = platform::Error{kind, std::move(code), std::move(message)};
        if (error_->problems.size() < most_told) error_->problems.push_back(std::move(problem));
    }

    platform::Result<> result() const {
        if (error_) return *error_;
        return {};
    }

private:
    std::optional<platform::Error> error_;
};

inline std::string at(const std::string& list, std::size_t index) {
    return list + "/" + std::to_string(index);
}

// A member of that name, as JSON pointers write it.
inline std::string at(const std::string& object, const std::string& name) {
    std::string pointer = object + "/";
    for (const char c : name) pointer += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    return pointer;
}

}  // namespace kontor::catalog
