// Unpacks the browser into TMPDIR when it is not there yet, and prints its path.
import chromium from "@sparticuz/chromium";

console.log(await chromium.executablePath());
