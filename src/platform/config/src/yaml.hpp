// YAML text to a JSON tree; the only place that knows yaml-cpp.
#pragma once

#include <boost/json/value.hpp>

#include <stdexcept>
#include <string>

namespace kontor::platform {

// Says what is wrong and, in lines and columns counted from one, where.
class YamlError : public std::runtime_error {
public:
    YamlError(const std::string& what, int line, int column)
        : std::runtime_error(what), line_(line), column_(column) {}
    int line() const { return line_; }
    int column() const { return column_; }

private:
    int line_;
    int column_;
};

// Text without a document is null.
boost::json::value parse_yaml(const std::string& text);

}  // namespace kontor::platform
