#pragma once

#include "fixture.hpp"
#include "platform/security/random.hpp"

namespace kontor::media {

using platform::http::Caller;
using platform::http::Headers;
using platform::http::Method;
using platform::http::Request;
using platform::http::Response;

// The routes, for somebody of the staff.
struct Desk {
    struct Sent {
        std::string field;
        std::string bytes;
        std::string name = "picture.png";
        std::string type = "image/png";
    };

    enum class Store { folder, elsewhere };

    explicit Desk(Store store = Store::folder) {
        if (store == Store::elsewhere) studio.open_up();
        caller.kind = Caller::Kind::staff;
        caller.user = platform::new_uuid();
        caller.permissions = {"catalog.read", "catalog.write"};
        add_jobs(jobs, *studio.archive);
        add_routes(router, *studio.archive, jobs, "secret");
    }

    Response call(Method method, const std::string& path, const std::string& body = {},
                  const std::string& type = {}, Headers headers = {}) {
        headers.emplace_back("Host", "shop.example");
        if (!type.empty()) headers.emplace_back("Content-Type", type);
        return router.handle({method, path, std::move(headers), body, {}});
    }
    Response get(const std::string& path) { return call(Method::get, path); }
    Response send_bytes(const std::string& bytes, const std::string& type) {
        return call(Method::post, "/v1/admin/media", bytes, type);
    }
    Response send_form(const std::vector<Sent>& files, const std::optional<std::string>& alt) {
        std::string body;
        for (const auto& [field, bytes, name, type] : files)
            body += "--edge\r\nContent-Disposition: form-data; name=\"" + field +
                    "\"; filename=\"" + name + "\"\r\nContent-Type: " + type + "\r\n\r\n" + bytes +
                    "\r\n";
        if (alt)
            body +=
                "--edge\r\nContent-Disposition: form-data; name=\"alt\"\r\n\r\n" + *alt + "\r\n";
        return send_bytes(body + "--edge--\r\n", "multipart/form-data; boundary=edge");
    }
    bool is_untouched() { return studio.is_untouched(); }

    Studio studio;
    Caller caller;
    platform::Jobs jobs{shared().pool()};
    platform::http::Router router{
        {.version = "1",
         .authenticate = [this](const Request&) -> platform::Result<Caller> { return caller; }}};
};

}  // namespace kontor::media
