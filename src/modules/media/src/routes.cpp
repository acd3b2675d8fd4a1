#include "media/module.hpp"

#include "admin_routes.hpp"
#include "names.hpp"

namespace kontor::media {

using platform::Result;
using namespace platform::http;

namespace {

constexpr auto unchanging = "public, max-age=31536000, immutable";

struct FilePath {
    std::string sha256;
    std::string file;
};
BOOST_DESCRIBE_STRUCT(FilePath, (), (sha256, file))

// Whatever a picture contains, a browser shows it or keeps it, and runs nothing of it.
Response to_response(Served served, const FilePath& path) {
    if (served.elsewhere)
        return {307,
                {{"Location", *served.elsewhere},
                 {"Cache-Control",
                  "public, max-age=" + std::to_string(served.elsewhere_for.count() / 2)}},
                {}};
    return {200,
            {{"Content-Type", std::string(content_type(served.format))},
             {"Cache-Control", unchanging},
             {"ETag", '"' + path.sha256 + "-" + path.file + '"'},
             {"Content-Disposition", "attachment"},
             {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox"},
             {"Cross-Origin-Resource-Policy", "cross-origin"}},
            std::move(served.bytes)};
}

}  // namespace

void add_routes(Router& router, Archive& archive, platform::Jobs& jobs,
                const std::string& cursor_secret) {
    router.add(Route(Method::get, "/media/{sha256}/{file}", "show_picture",
                     "A rendition of a picture; never changes")
                   .tag("Media")
                   .produces("image/*")
                   .may_answer(307, "It lies elsewhere"),
               [&archive](const Call<FilePath>& call) -> Result<Response> {
                   auto served = archive.open(call.path.sha256, call.path.file);
                   if (!served) return served.error();
                   return to_response(*std::move(served), call.path);
               });
    add_admin_routes(router, archive, jobs, cursor_secret);
}

}  // namespace kontor::media
