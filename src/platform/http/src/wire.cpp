#include "wire.hpp"

#include <algorithm>

namespace kontor::platform::http {

std::string wire_head(int status, const Headers& headers) {
    std::string head = "HTTP/1.1 " + std::to_string(status) + ' ';
    head.append(reason_of(status)).append("\r\n");
    for (const auto& [name, value] : headers) {
        head.append(name).append(": ");
        std::ranges::transform(value, std::back_inserter(head), [](char letter) {
            const auto byte = static_cast<unsigned char>(letter);
            return (byte < 0x20 && byte != '\t') || byte == 0x7f ? ' ' : letter;
        });
        head.append("\r\n");
    }
    return head;
}

bool is_about_body(std::string_view name) {
    return name == "Content-Type" || name == "Content-Encoding";
}

}  // namespace kontor::platform::http
