#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kontor::platform::http {

// Where a page comes from, as a browser says it in Origin: a scheme, a host, and the port where it
// is not the scheme's own.
class Origin {
public:
    using Base = std::string;
    static constexpr std::string_view broken = "format";

    static std::optional<Origin> accept(std::string text);
    static std::string rule() {
        return "an origin such as https://www.shop.example, in lower case and without a path";
    }

    const std::string& value() const { return text_; }

private:
    std::string text_;
};

}  // namespace kontor::platform::http
