import encodeQR from 'qr';
import './qr-code.css';

/** A QR code, dark on light in either theme, as cameras want it. Drawn as shapes: nothing is loaded for it, and nothing written inline. */
export const QrCode = (props: { readonly text: string; readonly label: string }) => {
  const cells = () => encodeQR(props.text, 'raw', { border: 3 });
  const path = () =>
    cells()
      .flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${String(x)} ${String(y)}h1v1h-1z`] : [])))
      .join('');
  return (
    <svg
      class="qr-code"
      viewBox={`0 0 ${String(cells().length)} ${String(cells().length)}`}
      role="img"
      aria-label={props.label}
      shape-rendering="crispEdges"
    >
      <path d={path()} />
    </svg>
  );
};
