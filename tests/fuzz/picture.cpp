// The first bytes of a picture, before anything of it is decoded.
#include "image_header.hpp"
#include "outside.hpp"

void kontor::fuzz::try_bytes(std::string_view bytes) {
    const auto header = media::read_image_header(bytes);
    if (!header) {
        require_tellable(header.error());
        return;
    }
    require(header->width > 0 && header->height > 0, "a picture has a size");
    require(header->width <= 0xFFFFFFFF && header->height <= 0xFFFFFFFF,
            "a size is what its bytes can say");
}
